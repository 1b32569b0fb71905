// Lo que leen quienes trabajan en el proveedor, por página.

export { account } from './account.ts'
export { customer } from './customer.ts'
export { customers } from './customers.ts'
export { logIn, menu, shell, trouble } from './shell.ts'
export { templates } from './templates.ts'
export { today } from './today.ts'
