// @ts-check
// The customer list by keyboard: `/` searches, arrows walk over the rows, Enter opens, space ticks. And what was ticked is counted.

const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll('.rows tbody tr')])
const form = /** @type {HTMLFormElement | null} */ (document.getElementById('ticked'))
const search = /** @type {HTMLInputElement | null} */ (document.getElementById('q'))
const all = /** @type {HTMLInputElement | null} */ (document.querySelector('input[data-all]'))

/** @param {HTMLTableRowElement} row */
const tickOf = (row) => /** @type {HTMLInputElement | null} */ (row.querySelector('input[name=c]'))
/** @param {HTMLTableRowElement} row */
const linkOf = (row) => /** @type {HTMLAnchorElement | null} */ (row.querySelector('th a'))

function count() {
  const ticked = rows.filter((row) => tickOf(row)?.checked).length
  if (all !== null) {
    all.checked = ticked === rows.length
    all.indeterminate = ticked > 0 && ticked < rows.length
  }
  if (form === null) return
  const words = ticked === 1 ? form.dataset.one : form.dataset.many
  const place = form.querySelector('.count')
  if (place !== null && ticked > 0) place.textContent = (words ?? '').replace('#', String(ticked))
}

document.addEventListener('change', (event) => {
  const box = /** @type {HTMLInputElement} */ (event.target)
  if (box === all)
    for (const row of rows) {
      const tick = tickOf(row)
      if (tick !== null) tick.checked = box.checked
    }
  count()
})
form?.addEventListener('reset', () => setTimeout(count))
window.addEventListener('pageshow', count)

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const at = /** @type {HTMLElement} */ (event.target)
  const isTyping = at.matches('input:not([type=checkbox]), select, textarea')
  if (event.key === '/' && !isTyping && search !== null) {
    event.preventDefault()
    search.focus()
    search.select()
    return
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' && event.key !== ' ') return
  const row = /** @type {HTMLTableRowElement | null} */ (at.closest('.rows tbody tr'))
  if (event.key === ' ') {
    const tick = row === null || at.matches('input') ? null : tickOf(row)
    if (tick === null) return
    event.preventDefault()
    tick.click()
    return
  }
  // From the search box down into the list, and up again out of it.
  if (row === null && !(at === search || at === document.body)) return
  const next = row === null ? (event.key === 'ArrowDown' ? 0 : -1) : rows.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)
  event.preventDefault()
  const wanted = rows[next]
  if (wanted !== undefined) linkOf(wanted)?.focus()
  else if (next < 0) search?.focus()
})

// A click anywhere on a row opens it, but not one that marks text or hits something of its own.
document.querySelector('.rows tbody')?.addEventListener('click', (event) => {
  const at = /** @type {HTMLElement} */ (event.target)
  const row = /** @type {HTMLTableRowElement | null} */ (at.closest('tr'))
  if (row === null || at.closest('a, input, button, label') !== null || String(getSelection()) !== '') return
  if (at.closest('.tick') !== null) tickOf(row)?.click()
  else linkOf(row)?.click()
})
count()
