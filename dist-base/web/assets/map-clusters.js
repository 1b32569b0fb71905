// @ts-check
// Points gathered on a grid: one mark for each cell that somebody is in. The grid is fixed to the world, so a mark stays where it
// is while the map moves. One walk over all points, a few milliseconds for a hundred thousand.

const CELL_PX = 72
/** From here on neighbours are told apart. */
const CLOSE_ZOOM = 17
const CLOSE_CELL_PX = 22
const LAT_MOST = 85.0511287798
/** Marks nearer to each other than this would hide each other's numbers. */
const MARK_PX = 46
/** Of those behind a mark, as many are remembered. */
const KEPT = 50

/** Web Mercator, the whole world 256 wide, as Leaflet's EPSG:3857 at zoom 0. @param {number} lat @param {number} lng */
export function project(lat, lng) {
  const sin = Math.sin((Math.max(-LAT_MOST, Math.min(LAT_MOST, lat)) * Math.PI) / 180)
  return { x: 128 + (lng * 256) / 360, y: 128 - (64 * Math.log((1 + sin) / (1 - sin))) / Math.PI }
}

/** @param {number} x @param {number} y */
function unproject(x, y) {
  return { lat: (Math.atan(Math.sinh(((128 - y) * Math.PI) / 128)) * 180) / Math.PI, lng: ((x - 128) * 360) / 256 }
}

/**
 * Those of neighbouring cells that would overlap become one, the greater taking in the smaller.
 * @typedef {{ x: number, y: number, count: number, byState: number[], indices: number[] }} Gathered
 * @param {Gathered[]} all @param {number} near
 */
function apart(all, near) {
  /** @type {Gathered[]} */
  const kept = []
  for (const one of all.sort((a, b) => b.count - a.count)) {
    const reach = one.count > 1 ? near : near / 4
    const into = kept.find(
      (other) => Math.hypot(other.x / other.count - one.x / one.count, other.y / other.count - one.y / one.count) < reach,
    )
    if (into === undefined) {
      kept.push(one)
      continue
    }
    into.x += one.x
    into.y += one.y
    into.count += one.count
    for (const [state, part] of one.byState.entries()) into.byState[state] = (into.byState[state] ?? 0) + part
    into.indices.push(...one.indices.slice(0, KEPT - into.indices.length))
  }
  return kept
}

/**
 * @typedef {{ lat: number, lng: number, count: number, byState: number[], indices: number[] }} Cluster
 * @param {{ count: number, x: Float64Array, y: Float64Array, state: Uint8Array, byState: readonly number[] }} points
 * @param {{ west: number, east: number, north: number, south: number }} seen what is on the page, projected
 * @param {number} zoom @param {readonly boolean[]} wanted by state
 * @returns {Cluster[]}
 */
export function clustersOf({ count, x, y, state, byState }, { west, east, north, south }, zoom, wanted) {
  const cell = (zoom >= CLOSE_ZOOM ? CLOSE_CELL_PX : CELL_PX) / 2 ** zoom
  /** @type {Map<number, { x: number, y: number, count: number, byState: number[], indices: number[] }>} */
  const cells = new Map()
  for (let index = 0; index < count; index++) {
    const px = x[index] ?? 0
    const py = y[index] ?? 0
    const of = state[index] ?? 0
    if (px < west || px > east || py < north || py > south || wanted[of] !== true) continue
    const key = Math.floor(px / cell) * 67_108_864 + Math.floor(py / cell)
    let found = cells.get(key)
    if (found === undefined) cells.set(key, (found = { x: 0, y: 0, count: 0, byState: byState.map(() => 0), indices: [] }))
    found.x += px
    found.y += py
    found.count++
    found.byState[of] = (found.byState[of] ?? 0) + 1
    if (found.indices.length < KEPT) found.indices.push(index)
  }
  return apart([...cells.values()], MARK_PX / 2 ** zoom).map((one) => ({
    ...unproject(one.x / one.count, one.y / one.count),
    ...{ count: one.count, byState: one.byState, indices: one.indices },
  }))
}
