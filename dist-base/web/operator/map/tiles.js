// Which hosts the pictures of the map come from: exactly those may be shown by a page, and no other.
/** As a policy names them; `{s}` stands for the letters that Leaflet uses. */
export function tileHosts(tiles) {
    if (tiles === null)
        return [];
    const hosts = tiles.includes('{s}') ? ['a', 'b', 'c'].map((letter) => tiles.replaceAll('{s}', letter)) : [tiles];
    return hosts.map((one) => new URL(one.replaceAll(/[{}]/g, '')).origin);
}
