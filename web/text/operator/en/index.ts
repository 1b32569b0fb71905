// What those read who work at the ISP, page by page.

export { account } from './account.ts'
export { customer } from './customer.ts'
export { customers } from './customers.ts'
export { logIn, menu, shell, trouble } from './shell.ts'
export { templates } from './templates.ts'
export { today } from './today.ts'
