// The built-in templates by name. One is here only where its commands were run against the real thing.

import type { BUILT_IN_TEMPLATES } from '../../../../core/rules/template.ts'
import { linuxIpset } from './linux-ipset.ts'
import { linuxNft } from './linux-nft.ts'
import type { Vendor } from './vendor.ts'

const BUILT_IN: Readonly<Record<(typeof BUILT_IN_TEMPLATES)[number], Vendor>> = {
  'linux-nft': linuxNft,
  'linux-ipset': linuxIpset,
}

export const VENDORS: Readonly<Record<string, Vendor>> = BUILT_IN

/** What a router has that names none. */
export const USUAL = 'linux-nft'
