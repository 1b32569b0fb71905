// @ts-check
// A page that waits for a device asks whether the answer is there, and then shows itself anew. Without this script it does so
// every few seconds.

const EVERY_MS = 700
/** Who looks at another page meanwhile wants no traffic for this one. */
const HIDDEN_MS = 5_000

const ids = [...document.querySelectorAll('[data-ask]')].map((element) => /** @type {HTMLElement} */ (element).dataset.ask ?? '')

async function look() {
  try {
    const answers = await Promise.all(
      ids.map(async (id) => {
        const answer = await fetch(`/pedidos/${id}`, { headers: { accept: 'application/json' } })
        // A page of the log-in, or a row that is gone: the page knows better what to say.
        return answer.ok ? /** @type {{ open: boolean }} */ (await answer.json()) : { open: false }
      }),
    )
    if (answers.some(({ open }) => !open)) {
      location.reload()
      return
    }
  } catch {
    // The server is away for a moment; the next look finds it, or the reader goes elsewhere.
  }
  setTimeout(() => void look(), document.hidden ? HIDDEN_MS : EVERY_MS)
}

if (ids.length > 0) setTimeout(() => void look(), EVERY_MS)
