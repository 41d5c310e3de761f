// Canonicalize many documents with jsonld.js: {modules, contexts, documents} on standard input, an array on standard
// output. Each answer is {safe, canonical}, or {safe, error}; `safe` tells whether the safe mode accepted the document.
'use strict';
const chunks = [];
process.stdin.on('data', chunk => chunks.push(chunk));
process.stdin.on('end', async () => {
  const {modules, contexts, documents} = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const jsonld = require(`${modules}/jsonld`);
  const texts = new Map(Object.entries(contexts));
  const documentLoader = async url => {
    if(!texts.has(url)) {
      throw new Error(`not pinned: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document: texts.get(url)};
  };
  console.warn = () => {};
  const canonize = (document, safe) => jsonld.canonize(document, {
    algorithm: 'RDFC-1.0', base: null, safe, documentLoader, canonizeOptions: {maxWorkFactor: 3},
  });
  const reason = error => [error.name, error.message, error.details && JSON.stringify(error.details)].join(' ').slice(0, 400);
  const answers = [];
  for(const document of documents) {
    try {
      answers.push({safe: true, canonical: await canonize(document, true)});
    } catch(error) {
      try {
        answers.push({safe: false, error: reason(error), canonical: await canonize(document, false)});
      } catch(second) {
        answers.push({safe: false, error: reason(second)});
      }
    }
  }
  process.stdout.write(JSON.stringify(answers));
});
