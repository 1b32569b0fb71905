// @ts-check
// The forms of a customer open beside what one was reading. Each is a page of its own, and without this script it opens as one;
// what it answers is a page in any case.

const dialog = document.createElement('dialog')
dialog.className = 'deed-dialog'

document.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('a[data-dialog]')
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  show(link.href).catch(() => location.assign(link.href))
})

/** @param {string} url */
async function show(url) {
  const answer = await fetch(url, { headers: { accept: 'text/html' } })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const form = page.querySelector('[data-deed]')
  if (!answer.ok || form === null) throw new Error('no form')
  dialog.replaceChildren(document.adoptNode(form))
  dialog.setAttribute('aria-labelledby', form.querySelector('h2')?.id ?? '')
  if (!dialog.isConnected) document.body.append(dialog)
  dialog.showModal()
  const first = dialog.querySelector('input:not([type=hidden]), textarea, select')
  if (first instanceof HTMLElement) first.focus()
}

// *Cancelar* leads back to the customer; in a dialog he is there already.
dialog.addEventListener('click', (event) => {
  const { target } = event
  if (target !== dialog && !(target instanceof Element && target.closest('a.cancel'))) return
  event.preventDefault()
  dialog.close()
})

// The button says what it will do: *Registrar pago de $ 5.000,00*.
document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.dataset.says === undefined) return
  const button = target.form?.querySelector('button.main')
  if (!(button instanceof HTMLButtonElement)) return
  button.dataset.plain ??= button.textContent ?? ''
  const typed = target.value.trim()
  button.textContent = typed === '' ? button.dataset.plain : target.dataset.says.replace('…', typed)
})
