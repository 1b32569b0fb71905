// @ts-check
// Maps on Leaflet. A hundred thousand customers are four columns of numbers; what is seen of them is gathered on a grid that
// stands still in the world, so only a few hundred marks are ever on the page and moving it costs milliseconds. What is text is
// set as text: nothing of it is read as markup.

const L = /** @type {any} */ (window).L
const STATES = ['served', 'cut', 'no-service', 'promise', 'unknown']
const MOST_ZOOM = 19
const SVG = 'http://www.w3.org/2000/svg'

/** @param {string} name @param {Record<string, string | number>} attributes @param {...(Node | string)} inside */
function svg(name, attributes, ...inside) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  made.append(...inside)
  return made
}

/** @param {Element} picture @param {number} size */
const icon = (picture, size) => L.divIcon({ className: 'pin', html: picture, iconSize: [size, size] })

/** Circle, square, diamond, ring: the same shapes as in lists. @param {string} state */
function pinOf(state) {
  const shapes = {
    served: () => svg('circle', { class: 'pin-served edge', cx: 9, cy: 9, r: 7 }),
    cut: () => svg('rect', { class: 'pin-cut edge', x: 2.5, y: 2.5, width: 13, height: 13 }),
    promise: () => svg('path', { class: 'pin-promise edge', d: 'M9 1l8 8-8 8-8-8z' }),
  }
  const shape = /** @type {Record<string, () => Element>} */ (shapes)[state]
  const inside = shape === undefined ? svg('circle', { class: `pin-${state}`, cx: 9, cy: 9, r: 6 }) : shape()
  return icon(svg('svg', { width: 18, height: 18, viewBox: '0 0 18 18', 'aria-hidden': 'true' }, inside), 18)
}

/** A ring whose parts say how many of them stand how; the number in it. @param {number[]} byState @param {number} count */
function ringOf(byState, count) {
  const size = count < 100 ? 38 : count < 1000 ? 46 : 54
  const r = size / 2 - 4
  const around = 2 * Math.PI * r
  const ring = svg('svg', { width: size, height: size, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true' })
  ring.append(svg('circle', { class: 'plate', cx: size / 2, cy: size / 2, r: size / 2 - 1 }))
  let from = 0
  for (const [index, part] of byState.entries()) {
    if (part === 0) continue
    const length = (around * part) / count
    ring.append(
      svg('circle', {
        ...{ class: `ring-${STATES[index]}`, cx: size / 2, cy: size / 2, r, fill: 'none', 'stroke-width': 5 },
        ...{ 'stroke-dasharray': `${length} ${around - length}`, 'stroke-dashoffset': -from },
        transform: `rotate(-90 ${size / 2} ${size / 2})`,
      }),
    )
    from += length
  }
  ring.append(svg('text', { x: size / 2, y: size / 2 + 5 }, short(count)))
  return icon(ring, size)
}

/** @param {number} count */
const short = (count) => (count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`)

/** @param {any} map @param {HTMLElement} element @param {any} facts */
function ground(map, element, { tiles, attribution, office, sites, words }) {
  map.attributionControl?.setPrefix(false)
  if (tiles !== null) {
    const plain = document.createElement('span')
    plain.textContent = attribution
    L.tileLayer(tiles, {
      ...{ maxZoom: MOST_ZOOM, attribution: plain.innerHTML },
      // Who gives tiles away wants to know who shows them; the address of the page is nobody's business.
      referrerPolicy: 'origin',
    }).addTo(map)
  } else element.classList.add('is-plain')
  for (const { name, lat, lng, radiusKm } of sites) {
    const label = `${words.site} ${name}`
    if (radiusKm !== null && radiusKm > 0)
      L.circle([lat, lng], {
        radius: radiusKm * 1000,
        className: 'cover',
        weight: 1,
        fillOpacity: 0.08,
        interactive: false,
      }).addTo(map)
    const mast = svg('path', { class: 'mast', d: 'M10 1l7 17H3z' })
    place(
      map,
      [lat, lng],
      icon(svg('svg', { width: 20, height: 20, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, mast), 20),
      label,
    )
  }
  if (office !== null) {
    const house = svg('path', { class: 'mast', d: 'M10 1l9 8h-3v9H4V9H1z' })
    place(
      map,
      [office.lat, office.lng],
      icon(svg('svg', { width: 22, height: 22, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, house), 22),
      words.office,
    )
  }
}

/** A mark that says what it is. @param {any} map @param {[number, number]} at @param {any} picture @param {string} label */
function place(map, at, picture, label) {
  const text = document.createElement('span')
  text.textContent = label
  const mark = L.marker(at, { icon: picture, title: label, zIndexOffset: -1000 }).bindTooltip(text).addTo(map)
  name(mark, label)
  return mark
}

/** For who cannot see it. @param {any} mark @param {string} label */
function name(mark, label) {
  const element = mark.getElement()
  element?.setAttribute('aria-label', label)
  element?.setAttribute('role', 'button')
}

/** @param {any} facts @param {any} map */
function home({ office, sites }, map) {
  const places = [
    ...sites.map((/** @type {any} */ one) => [one.lat, one.lng]),
    ...(office === null ? [] : [[office.lat, office.lng]]),
  ]
  if (places.length > 0) map.fitBounds(L.latLngBounds(places).pad(0.15), { maxZoom: 14, animate: false })
  else map.setView([-31.4, -64.2], 5)
  return places.length > 0
}

/** @param {HTMLElement} element @param {any} facts */
function begin(element, facts) {
  const map = L.map(element, {
    ...{ zoomControl: false, maxZoom: MOST_ZOOM, minZoom: 2, preferCanvas: false },
    attributionControl: facts.tiles !== null,
    ...{ zoomAnimation: false, markerZoomAnimation: false, fadeAnimation: false, worldCopyJump: true },
  })
  L.control.zoom({ zoomInTitle: facts.words.zoomIn, zoomOutTitle: facts.words.zoomOut }).addTo(map)
  const hasPlaces = home(facts, map)
  ground(map, element, facts)
  return { map, hasPlaces }
}

// --- all customers ---

/** @typedef {typeof import('./map-clusters.js')} Grid */

/** @param {HTMLElement} element @param {any} facts */
async function everybody(element, facts) {
  const { words } = facts
  // By the address that the page names: it changes with what is in it, and browsers keep it for ever.
  const grid = /** @type {Grid} */ (await import(element.dataset.clusters ?? ''))
  const { map, hasPlaces } = begin(element, facts)
  const count = /** @type {HTMLElement | null} */ (document.querySelector('[data-count]'))
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-shown]'))
  if (count !== null) count.textContent = count.dataset.count ?? ''
  let columns
  try {
    const answer = await fetch(facts.points, { headers: { accept: 'application/octet-stream' } })
    if (!answer.ok) throw new Error(String(answer.status))
    columns = columnsOf(new Int32Array(await answer.arrayBuffer()), grid)
  } catch {
    if (count !== null) count.textContent = words.failed
    return
  }
  if (count !== null) count.textContent = `${columns.count.toLocaleString(document.documentElement.lang)} ${words.located}`
  for (const [state, number] of columns.byState.entries()) {
    const shown = document.querySelector(`[data-of="${state}"]`)
    if (shown !== null) shown.textContent = number.toLocaleString(document.documentElement.lang)
  }
  const wanted = STATES.map(() => true)
  const marks = L.layerGroup().addTo(map)
  const draw = () => drawn(map, marks, columns, wanted, words, grid)
  if (form !== null) {
    form.hidden = false
    form.addEventListener('change', (event) => {
      const box = /** @type {HTMLInputElement} */ (event.target)
      wanted[Number(box.value)] = box.checked
      draw()
    })
  }
  if (!hasPlaces && columns.count > 0) map.fitBounds(boundsOf(columns), { animate: false, maxZoom: 15 })
  map.on('moveend zoomend resize', draw)
  draw()
  element.dataset.ready = String(columns.count)
}

/** @param {Int32Array} records four numbers each @param {Grid} grid */
function columnsOf(records, { project }) {
  const count = Math.floor(records.length / 4)
  const columns = {
    ...{ count, id: new Int32Array(count), lat: new Float64Array(count), lng: new Float64Array(count) },
    ...{ x: new Float64Array(count), y: new Float64Array(count), state: new Uint8Array(count) },
    byState: STATES.map(() => 0),
  }
  for (let index = 0; index < count; index++) {
    const at = index * 4
    const lat = (records[at + 1] ?? 0) / 1e6
    const lng = (records[at + 2] ?? 0) / 1e6
    const { x, y } = project(lat, lng)
    columns.id[index] = records[at] ?? 0
    columns.lat[index] = lat
    columns.lng[index] = lng
    columns.x[index] = x
    columns.y[index] = y
    const state = Math.min(STATES.length - 1, records[at + 3] ?? 4)
    columns.state[index] = state
    columns.byState[state] = (columns.byState[state] ?? 0) + 1
  }
  return columns
}

/** @param {ReturnType<typeof columnsOf>} columns */
function boundsOf({ count, lat, lng }) {
  const bounds = L.latLngBounds([])
  for (let index = 0; index < count; index++) bounds.extend([lat[index], lng[index]])
  return bounds
}

/** @param {any} map @param {any} marks @param {ReturnType<typeof columnsOf>} columns @param {boolean[]} wanted @param {any} words @param {Grid} grid */
function drawn(map, marks, columns, wanted, words, { clustersOf, project }) {
  const seen = map.getBounds().pad(0.2)
  const [north, south] = [project(seen.getNorth(), 0).y, project(seen.getSouth(), 0).y]
  const [west, east] = [project(0, seen.getWest()).x, project(0, seen.getEast()).x]
  marks.clearLayers()
  for (const cluster of clustersOf(columns, { west, east, north, south }, map.getZoom(), wanted)) {
    const { indices, byState, count } = cluster
    if (count === 1) {
      const index = indices[0] ?? 0
      const state = STATES[columns.state[index] ?? 4] ?? 'unknown'
      const label = `${words.customer}: ${words.states[state]}`
      const mark = L.marker([columns.lat[index], columns.lng[index]], { icon: pinOf(state), title: label }).addTo(marks)
      name(mark, label)
      mark.on(
        'click keypress',
        (/** @type {any} */ event) => isMeant(event) && void popup(map, mark.getLatLng(), [columns.id[index] ?? 0], 1, words),
      )
      continue
    }
    const at = L.latLng(cluster.lat, cluster.lng)
    const label = `${count} ${words.customers}`
    const mark = L.marker(at, { icon: ringOf(byState, count), title: label }).addTo(marks)
    name(mark, label)
    mark.on('click keypress', (/** @type {any} */ event) => {
      if (!isMeant(event)) return
      if (map.getZoom() < MOST_ZOOM) map.setView(at, Math.min(MOST_ZOOM, map.getZoom() + 2))
      else
        void popup(
          map,
          at,
          indices.map((index) => columns.id[index] ?? 0),
          count,
          words,
        )
    })
  }
}

/** @param {any} event */
const isMeant = ({ type, originalEvent }) => type === 'click' || originalEvent?.key === 'Enter' || originalEvent?.key === ' '

/** Who is there, asked for when somebody wants to know. @param {any} map @param {any} at @param {number[]} ids @param {number} count @param {any} words */
async function popup(map, at, ids, count, words) {
  const content = document.createElement('div')
  content.textContent = words.loading
  const opened = L.popup({ maxWidth: 320 }).setLatLng(at).setContent(content).openOn(map)
  const people = await Promise.all(ids.slice(0, 10).map(someone))
  content.textContent = ''
  if (count > 1) content.append(line(`${count} ${words.here}`))
  for (const person of people) {
    if (person === null) continue
    const link = document.createElement('a')
    link.href = `/clientes/${encodeURIComponent(person.code)}`
    link.textContent = `${person.code} ${person.name}`
    const state = document.createElement('span')
    state.className = `state state-${person.state}`
    state.textContent = person.stateWord
    content.append(line(link), line(state), line(person.balance))
    if (person.address) content.append(line(person.address))
  }
  if (count > 10) content.append(line(`${words.more} ${count - 10}`))
  opened.update()
}

/** @param {number} id */
async function someone(id) {
  try {
    const answer = await fetch(`/mapa/clientes/${id}`, { headers: { accept: 'application/json' } })
    return answer.ok ? await answer.json() : null
  } catch {
    return null // the popup shows those who could be asked
  }
}

/** @param {string | Node} inside */
function line(inside) {
  const made = document.createElement('p')
  made.append(inside)
  return made
}

// --- one customer ---

/** @param {HTMLElement} element @param {any} facts */
function one(element, facts) {
  const { map } = begin(element, facts)
  const lat = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-lat]'))
  const lng = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-lng]'))
  const typed = () => {
    const [a, b] = [lat, lng].map((field) => Number.parseFloat((field?.value ?? '').replace(',', '.')))
    return a !== undefined && b !== undefined && Math.abs(a) <= 90 && Math.abs(b) <= 180 ? { lat: a, lng: b } : null
  }
  const here = svg('path', { class: 'pin-cut edge', d: 'M12 1a9 9 0 0 0-9 9c0 6 9 16 9 16s9-10 9-16a9 9 0 0 0-9-9z' })
  const picture = L.divIcon({
    ...{ className: 'pin', iconSize: [24, 28], iconAnchor: [12, 27] },
    html: svg('svg', { width: 24, height: 28, viewBox: '0 0 24 28', 'aria-hidden': 'true' }, here),
  })
  let mark = /** @type {any} */ (null)
  const set = (/** @type {{ lat: number, lng: number }} */ at) => {
    if (mark === null) {
      mark = L.marker(at, { icon: picture, title: facts.words.customer, draggable: facts.isPicking, zIndexOffset: 1000 }).addTo(
        map,
      )
      name(mark, facts.words.customer)
      mark.on('dragend', () => fill(mark.getLatLng()))
    } else mark.setLatLng(at)
  }
  const fill = (/** @type {{ lat: number, lng: number }} */ at) => {
    const wrapped = L.latLng(at).wrap()
    if (lat !== null) lat.value = wrapped.lat.toFixed(6)
    if (lng !== null) lng.value = wrapped.lng.toFixed(6)
    set(wrapped)
  }
  const at = typed() ?? facts.stored
  if (at !== null) {
    set(at)
    map.setView(at, 15, { animate: false })
  }
  if (facts.isPicking) {
    map.on('click', (/** @type {any} */ event) => fill(event.latlng))
    for (const field of [lat, lng])
      field?.addEventListener('change', () => {
        const wanted = typed()
        if (wanted === null) return
        set(wanted)
        map.panTo(wanted, { animate: false })
      })
  }
  element.dataset.ready = ''
}

for (const element of document.querySelectorAll('[data-map]')) {
  const facts = JSON.parse(/** @type {HTMLElement} */ (element).dataset.map ?? '{}')
  if (facts.points === undefined) one(/** @type {HTMLElement} */ (element), facts)
  else void everybody(/** @type {HTMLElement} */ (element), facts)
}
