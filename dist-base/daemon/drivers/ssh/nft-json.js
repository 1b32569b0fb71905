// What `nft -j list set` prints (libnftables-json(5)), as far as a list of addresses needs it. An element is an address, a prefix
// or a range, plain or within an `elem` that adds a comment and a time-out. Anything else is no list of ours.
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** The objects of an answer of nft; null where it is none. */
export function nftObjects(text) {
    let answer;
    try {
        answer = JSON.parse(text);
    }
    catch {
        return null; // half an answer, or another program's: who asked says which
    }
    const objects = isObject(answer) ? answer.nftables : null;
    return Array.isArray(objects) && objects.every(isObject) ? objects : null;
}
/** The elements of the set of this list and family, or why there are none to be had. */
export function nftElements(text, list, family) {
    const objects = nftObjects(text);
    if (objects === null)
        return 'is no JSON of nft';
    const set = objects.map(({ set }) => set).find(isObject);
    if (set === undefined)
        return 'holds no set';
    if (set.name !== `${list}${family}` || set.type !== `ipv${family}_addr`)
        return `is the set ${String(set.name)} of type ${JSON.stringify(set.type)}, not ${list}${family} of ipv${family}_addr`;
    if (set['auto-merge'] === true)
        return 'merges its entries, so that ours cannot be told from others: take auto-merge off the set';
    const elements = set.elem ?? [];
    if (!Array.isArray(elements))
        return 'holds elements that are no list';
    const found = [];
    for (const element of elements) {
        const read = elementOf(element);
        if (read === null)
            return `holds an element that is no address: ${JSON.stringify(element).slice(0, 80)}`;
        found.push(read);
    }
    return found;
}
function elementOf(element) {
    const inner = isObject(element) && isObject(element.elem) ? element.elem : null;
    const address = addressOf(inner === null ? element : inner.val);
    if (address === null)
        return null;
    const comment = typeof inner?.comment === 'string' ? inner.comment : '';
    return { address, comment, isLasting: inner?.timeout === undefined && inner?.expires === undefined };
}
function addressOf(value) {
    if (typeof value === 'string')
        return value;
    if (!isObject(value))
        return null;
    const { prefix, range } = value;
    if (isObject(prefix) && typeof prefix.addr === 'string' && typeof prefix.len === 'number')
        return `${prefix.addr}/${prefix.len}`;
    if (Array.isArray(range) && range.length === 2 && range.every((end) => typeof end === 'string'))
        return range.join('-');
    return null;
}
