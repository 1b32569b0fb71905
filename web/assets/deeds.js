// @ts-check
// The forms of a customer open beside what one was reading, and stay there where something of them is wrong. Each is a page of its own,
// and without this script it opens and answers as one; so it does where anything goes another way than thought: sent twice, a deed is
// still done once.

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
  if (!answer.ok) throw new Error('no form')
  put(await answer.text())
  const first = dialog.querySelector('input:not([type=hidden]), textarea, select')
  if (first instanceof HTMLElement) first.focus()
}

/** The form of a page, in the dialog. @param {string} html */
function put(html) {
  const form = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-deed]')
  if (form === null) throw new Error('no form')
  dialog.replaceChildren(document.adoptNode(form))
  dialog.setAttribute('aria-labelledby', form.querySelector('h2')?.id ?? '')
  if (!dialog.isConnected) document.body.append(dialog)
  if (!dialog.open) dialog.showModal()
}

dialog.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
  event.preventDefault()
  send(form, event.submitter).catch(() => HTMLFormElement.prototype.submit.call(form))
})

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function send(form, button) {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, button)) if (typeof value === 'string') body.append(name, value)
  // Asked so, it says where to go instead of leading there: what the next page says once is for who sees it.
  const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html', 'x-dialog': 'yes' } })
  const place = answer.headers.get('x-go-to')
  if (place !== null) return location.assign(place)
  put(await answer.text())
  const wrong = dialog.querySelector('[role=alert]')
  if (wrong instanceof HTMLElement) wrong.focus()
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
