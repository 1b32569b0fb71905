// The configuration of this checkout: everything here is the default, written out as an example. `ispcube init` makes one for
// an installation; `docs` and core/config.ts know every key. Environment beats this file.
import { defineConfig } from './core/config.js';
export default defineConfig({
    database: 'sqlite:./ispcube.db',
    secretKeyFile: './ispcube.key',
    lists: { cut: 'ispcube-cut', notice: 'ispcube-notice' },
    log: { level: 'info', file: null },
    notice: { listen: null, trustProxies: [], portalUrl: null },
});
