// The version in a firmware text. mca-status gives `XW.ar934x.v6.1.7.32555.180523.1754`: platform, chip, version, build, date
// (yymmdd), time; the JSON gives `v6.3.16`. Surprising: the platform does not tell the series. A LiteBeam M5 was seen that
// calls itself WA like the AC models, with v6.1.7; what tells it is the version, because the M series ended with 6.
/** `6.1.7`, `6.0-beta10`; null where the text holds no version. A suffix like `-licensed` or `-cs` is left off. */
export function versionIn(firmware) {
    // No part of a version has more than three digits and every build has at least four: that is where the version ends.
    return /(?:^|\.)v?(\d{1,3}(?:\.\d{1,3}(?!\d))*(?:-(?:alpha|beta|rc)\d*)?)(?:[.-]|$)/i.exec(firmware ?? '')?.[1] ?? null;
}
/** airOS 7 and 8 run on the AC series only. Null: no version, so nobody knows. */
export function isAcVersion(version) {
    return version === null ? null : Number.parseInt(version, 10) >= 7;
}
