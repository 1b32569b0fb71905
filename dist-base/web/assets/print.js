// @ts-check
// A page that is made for paper: its button asks the browser to print it.

for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print())
