// The one state that a list or a head shows of a customer: word, shape and colour are the same everywhere.
/** Cut before all, because that is what people call about; a promise before service, because it ends. */
export function shownState(state) {
    if (state === undefined || state.inService === 0)
        return 'no-service';
    if (state.cut > 0)
        return 'cut';
    if (state.hasPromise === 1)
        return 'promise';
    return state.active > 0 ? 'served' : 'unknown';
}
