// @ts-check
// Places of a page that change by themselves: `data-live` names the stream, and what it sends is what the page would show if it
// were opened again. Without this script a link does that.

/** Once all is over: the head of the page as it reads by now, and no link to look again. */
async function refreshHead() {
  for (const link of document.querySelectorAll('[data-look-again]')) link.remove()
  const head = document.querySelector('header.head')
  if (head === null) return
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html')
  const fresh = page.querySelector('header.head')
  if (fresh !== null) head.replaceWith(document.adoptNode(fresh))
}

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-live]'))) {
  const source = new EventSource(place.dataset.live ?? '')
  source.addEventListener('message', ({ data }) => {
    place.innerHTML = data
  })
  source.addEventListener('end', () => {
    source.close()
    refreshHead().catch(() => undefined) // what it shows is only older
  })
  // A browser that goes back to this page opens it again.
  window.addEventListener('pagehide', () => source.close())
}
