// Alerts, by what they are of: what happens and what to do.

export const alerts = {
  'nas-silent': (names: string) =>
    `RADIUS accounting went silent: ${names}. See that the NAS is up, that it reaches this server and that its secret is the same.`,
  'router-sick': (router: string, fault: string) =>
    `Router ${router} is left alone for a while, and its orders wait. ${fault} Test it from its page.`,
  'cuts-held': (newCuts: string, orderedToday: string, allowed: string) =>
    `The run would have cut ${newCuts === '1' ? '1 connection' : `${newCuts} connections`} (${orderedToday} ordered today, ${allowed} allowed): nobody was cut. See the plan under Cuts and confirm the number if it is right.`,
  'foreign-cut': (connection: string, router: string, seen: string) =>
    `${connection} is to be served, but an entry that is not ours cuts it on ${router}: ${seen}. If it should not be there, remove it on the router.`,
  'promise-unenforced': (promisedOn: string, until: string) =>
    `The cut for the promise of ${promisedOn} could not be proven up to ${until}. See the customer's connections for the reason. The debt still cuts.`,
  'clock-behind': (clock: string, lastRun: string) =>
    `The clock of the server says ${clock}, but a run was made on ${lastRun}: nobody is cut for debt until then. Set the clock.`,
  'cpe-replaced': (connection: string, customer: string) =>
    `The CPE of ${connection} showed another SSH key than the known one, and no password was sent to it. If it was replaced or reset: ispcube cpe set ${customer} --forget-key.`,
}

export const alertParts = {
  nas: (nas: string, sessions: number, heard: string) =>
    `${nas} (${sessions === 1 ? '1 session' : `${sessions} sessions`}, heard last on ${heard})`,
  more: (count: number) => `and ${count} more`,
}
