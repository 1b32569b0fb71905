// The built-in templates by name. One is here only where its commands were run against the real thing.

import { linuxIpset } from './linux-ipset.ts'
import { linuxNft } from './linux-nft.ts'
import type { Vendor } from './vendor.ts'

export const VENDORS: Readonly<Record<string, Vendor>> = { 'linux-nft': linuxNft, 'linux-ipset': linuxIpset }

/** What a router has that names none. */
export const USUAL = 'linux-nft'
