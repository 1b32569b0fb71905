// @ts-check
// The search box of the head proposes customers while somebody types: a combobox with a listbox under it, as ARIA describes them.
// Without it, Enter searches the list.

const MIN = 2
const WAIT_MS = 120

/** @typedef {{ code: string, name: string, beside: string, state: string, stateWord: string }} Found */

const box = /** @type {HTMLInputElement | null} */ (document.getElementById('find'))
if (box !== null) propose(box)

/** @param {HTMLInputElement} input */
function propose(input) {
  const list = listUnder(input)
  let asked = ''
  let chosen = -1
  const isOpen = () => !list.hidden

  /** @param {boolean} shown */
  const toggle = (shown) => {
    list.hidden = !shown
    chosen = -1
    input.setAttribute('aria-expanded', String(shown))
    input.removeAttribute('aria-activedescendant')
  }

  /** @param {number} index */
  const choose = (index) => {
    const options = [...list.children]
    chosen = (index + options.length) % options.length
    for (const [at, option] of options.entries()) option.setAttribute('aria-selected', String(at === chosen))
    const option = options[chosen]
    if (option === undefined) return
    input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  const ask = asker((found) => {
    list.replaceChildren(...found.map(optionOf))
    toggle(found.length > 0)
  })
  let timer = 0
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const text = input.value.trim()
      if (text === asked) return
      asked = text
      void ask(text)
    }, WAIT_MS)
  })
  input.addEventListener('focus', () => {
    if (list.children.length > 0 && input.value.trim() === asked) toggle(true)
  })
  input.addEventListener('keydown', (event) => {
    if (!isOpen()) return
    if (event.key === 'Escape') toggle(false)
    else if (event.key === 'ArrowDown') choose(chosen + 1)
    else if (event.key === 'ArrowUp') choose(Math.max(chosen, 0) - 1)
    else if (event.key === 'Enter' && chosen >= 0) open(list.children[chosen])
    else return
    event.preventDefault()
  })
  // Before the box loses the focus and the list goes away.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => open(/** @type {Element} */ (event.target).closest('[role=option]') ?? undefined))
  input.addEventListener('blur', () => toggle(false))
}

/** @param {HTMLInputElement} input */
function listUnder(input) {
  const list = document.createElement('ul')
  list.id = 'found'
  list.className = 'found'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.title)
  input.after(list)
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-controls', list.id)
  input.setAttribute('aria-expanded', 'false')
  input.setAttribute('aria-autocomplete', 'list')
  return list
}

/**
 * Asks the server, one question at a time: a newer one ends the one before.
 * @param {(found: Found[]) => void} show
 */
function asker(show) {
  /** @type {AbortController | null} */
  let running = null
  /** @param {string} text */
  return async (text) => {
    running?.abort()
    if (text.length < MIN) return show([])
    running = new AbortController()
    try {
      const answer = await fetch(`/clientes/buscar.json?q=${encodeURIComponent(text)}`, { signal: running.signal })
      // Whoever was logged out meanwhile is sent to log in by the next page; here nothing is proposed.
      if (answer.ok && !answer.redirected) show(/** @type {{ found: Found[] }} */ (await answer.json()).found)
    } catch {
      // Given up for a newer question, or the network is gone: Enter still searches.
    }
  }
}

/** @param {Element | undefined} option */
function open(option) {
  const code = /** @type {HTMLElement | undefined} */ (option)?.dataset.code
  if (code !== undefined) location.assign(`/clientes/${encodeURIComponent(code)}`)
}

/**
 * @param {Found} found
 * @param {number} index
 */
function optionOf(found, index) {
  const option = document.createElement('li')
  option.id = `found-${index}`
  option.dataset.code = found.code
  option.setAttribute('role', 'option')
  option.setAttribute('aria-selected', 'false')
  const parts = /** @type {const} */ ([
    ['code', found.code],
    ['name', found.name],
    [`state state-${found.state}`, found.stateWord],
    ['beside', found.beside],
  ])
  for (const [name, text] of parts) {
    const part = document.createElement('span')
    part.className = name
    part.textContent = text
    option.append(part, ' ')
  }
  return option
}
