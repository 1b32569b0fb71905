// @ts-check
// Places of a page that change by themselves: `data-live` names the stream, and what it sends is what the page would show if it
// were opened again. Without this script a link does that.

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-live]'))) {
  const source = new EventSource(place.dataset.live ?? '')
  source.addEventListener('message', ({ data }) => {
    place.innerHTML = data
  })
  source.addEventListener('end', () => source.close())
  // A browser that goes back to this page opens it again.
  window.addEventListener('pagehide', () => source.close())
}
