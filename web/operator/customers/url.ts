// Where customers are, in addresses of pages.

export const LIST = '/clientes'

/** Most codes are what they are in an address too; fifty of them encoded cost a tenth of what a list does. */
const PLAIN = /^[\w.-]+$/

/** Where a customer is opened. */
export const customerUrl = (code: string): string => `${LIST}/${PLAIN.test(code) ? code : encodeURIComponent(code)}`
