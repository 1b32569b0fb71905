// @ts-check
// What makes the operator's pages pleasanter; each of them works without it.

const find = /** @type {HTMLInputElement | null} */ (document.getElementById('find'))

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && find !== null) {
    event.preventDefault()
    find.focus()
    find.select()
  }
})

// A form that is on its way is not sent again by a second click; the server would notice, but the reader should see it.
document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target)
  // What opens elsewhere (a preview) leaves this page as it is.
  const isElsewhere = /** @type {HTMLButtonElement | null} */ (event.submitter)?.formTarget
  if (form.method !== 'post' || isElsewhere) return
  setTimeout(() => {
    for (const button of form.querySelectorAll('button')) {
      button.disabled = true
      button.dataset.sent = ''
    }
  })
})
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[data-sent]')) /** @type {HTMLButtonElement} */ (button).disabled = false
})

// The panel of the account closes when the reader goes elsewhere.
document.addEventListener('click', (event) => {
  for (const panel of document.querySelectorAll('details.who[open]'))
    if (!panel.contains(/** @type {Node} */ (event.target))) panel.removeAttribute('open')
})

// Of more entries than fit, the open one is the one to see. Only the row moves, at once, never the page.
for (const row of document.querySelectorAll('.menu, .tabs')) {
  const here = row.querySelector('[aria-current]')
  if (here === null) continue
  const [entry, seen] = [here.getBoundingClientRect(), row.getBoundingClientRect()]
  row.scrollLeft += entry.left + entry.width / 2 - (seen.left + seen.width / 2)
}
