// What `router test`, `doctor` and the page of a router make of a driver's checks: the same verdict in all, so that one does not
// send a person to mend what the other calls well.
/** What only pre-notices need is no failure where none are shown. */
export const checksWanted = (checks, isNoticed) => checks.map((check) => (check.for === 'notice' && !isNoticed && !check.ok ? unwanted(check) : check));
const unwanted = (check) => ({
    ...check,
    ok: true,
    detail: `${check.detail} (no matter while prenotice.enabled is false)`,
});
