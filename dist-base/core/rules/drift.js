// Drift: what a router holds against what it should hold, in the words of the report.
/** What a look at a place means; null = as it should be, or nothing is known. */
export function driftOf(desired, observed, foreign) {
    if (observed === 'unknown' || observed === desired)
        return null;
    if (desired === 'cut')
        return 'not-cut';
    if (desired === 'none')
        return observed === 'cut' ? 'left-over' : null;
    if (observed === 'cut')
        return foreign ? 'foreign-cut' : 'still-cut';
    return null;
}
