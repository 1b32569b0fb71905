// A router that is only known: its customers are decided and shown, and nothing is ever sent to it. No order should
// come here; one that does is refused, because claiming anything about a device that nobody asks would be a lie.
export const entry = { ways: [], open: openNothing, rules: () => '' };
function openNothing(access) {
    const why = `router ${access.name} has the driver "none": nothing is sent to it`;
    return {
        fingerprint: null,
        look: async (targets) => ({
            device: { identity: access.name, version: '', board: '', uptimeS: 0 },
            sights: targets.map(({ place }) => ({ place, observed: 'unknown', seen: why, foreign: false })),
            strays: [],
        }),
        apply: async (changes) => changes.map(({ order, place, generation }) => {
            const fault = { code: 'device-refused', message: why, facts: { router: access.name } };
            return { order, place, generation, ok: false, observed: 'unknown', sent: false, fault };
        }),
        test: async () => [{ name: 'driver', ok: true, detail: why }],
        close: async () => { },
    };
}
