// The built-in templates by name. One is here only where its commands were run against the real thing.
import { linuxIpset } from './linux-ipset.js';
import { linuxNft } from './linux-nft.js';
const BUILT_IN = {
    'linux-nft': linuxNft,
    'linux-ipset': linuxIpset,
};
export const VENDORS = BUILT_IN;
/** What a router has that names none. */
export const USUAL = 'linux-nft';
