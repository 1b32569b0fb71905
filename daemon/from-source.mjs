// Lets a thread load the TypeScript sources unbuilt, for tests and development: `--import tsx` registers itself on the main
// thread alone, so a thread's lazy imports would not know what a `.ts` file is. A built program never loads this.

import { register } from 'tsx/esm/api'

register()
