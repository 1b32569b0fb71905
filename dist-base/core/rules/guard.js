// The blast guard: a run that would cut more people than a usual day does cuts nobody and says so, until a person confirms
// a number for that day. Restores are never held.
/** Without a setting: the greater of 50 and 5 % of the connections in service, rounded down. */
export const usualCuts = (inService) => Math.max(50, Math.floor(inService / 20));
export function guardCuts(facts) {
    const allowed = facts.confirmed ?? facts.maxCuts ?? usualCuts(facts.inService);
    const { newCuts, orderedToday } = facts;
    return {
        ok: newCuts === 0 || orderedToday + newCuts <= allowed,
        newCuts,
        orderedToday,
        allowed,
        isConfirmed: facts.confirmed !== null,
    };
}
