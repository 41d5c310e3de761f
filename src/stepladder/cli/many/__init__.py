"""Many credentials in one run: what is read, the processes that work, the report, and how an interrupted run goes on.

From the outside in: ``run`` tells the story; ``sources`` yields what there is to do, one after the other; ``crew`` lets
processes do it (``worker``) and gives the answers back in the order of the source; ``report``, ``outputs`` and
``progress_file`` keep them so that neither Ctrl-C nor a power cut loses or doubles any; ``checking`` and ``signing``
are the work itself.
"""
