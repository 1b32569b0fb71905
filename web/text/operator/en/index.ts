// What those read who work at the ISP, page by page.

export { account } from './account.ts'
export { choices } from './choices.ts'
export { connectionForm } from './connection-form.ts'
export { customer } from './customer.ts'
export { customerForm } from './customer-form.ts'
export { customerOffice } from './customer-office.ts'
export { customers } from './customers.ts'
export { logIn, menu, shell, trouble } from './shell.ts'
export { templates } from './templates.ts'
export { today } from './today.ts'
