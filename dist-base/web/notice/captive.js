// What a device learns from the captive-portal API (RFC 8908 §5). Who is cut is captive. Who is only noticed is not: he has
// service, and `seconds-remaining` says how long it lasts unless he pays, which is what the portal extends. A device that
// knows the API can remind its user by itself.
export function captiveState({ known }, at, portalUrl) {
    const isCut = known !== null && known.state !== 'notice' && known.state !== 'served';
    const portal = portalUrl?.startsWith('https:') ? { 'user-portal-url': portalUrl } : {};
    if (known?.state !== 'notice' || known.cutAt === null || known.cutAt <= at)
        return { captive: isCut, ...portal };
    return {
        captive: false,
        ...portal,
        ...(portal['user-portal-url'] === undefined ? {} : { 'can-extend-session': true }),
        'seconds-remaining': Math.floor((known.cutAt - at) / 1000),
    };
}
