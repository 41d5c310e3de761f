"""What is known of the labour market beside a framework: wages by occupation and place."""
