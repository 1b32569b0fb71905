// The columns of a file of customers, and the fields of a customer that they are. Exports write the same columns, so that what
// was exported can be imported.

import { isDeleted } from '../../rules/decision.ts'
import { NO_ID_NUMBER } from '../../rules/identity.ts'
import type { CustomerFields } from '../../store/imports.ts'
import { day, flag, latitude, list, longitude, name, needed, required, secret, text, whole } from './columns.ts'

const isEmail = (given: string): boolean => /^[^\s@,<>"]+@[^\s@,<>"]+\.[^\s@,<>"]+$/.test(given) && given.length <= 254
const isPhone = (given: string): boolean =>
  given.replaceAll(/\D/g, '').length >= 5 && given.length <= 60 && !/\p{Cc}/u.test(given)

// A customer's page is /clientes/CODE: these words are other pages there, and browsers take dots for folders.
const TAKEN_WORDS = ['nuevo', 'lista', 'buscar.json', '.', '..']

const code = {
  ...required(name),
  parse: (given: string) => (isDeleted(given) || TAKEN_WORDS.includes(given) ? null : name.parse(given)),
  expects:
    'a code; ZZ marks deleted customers and begins no other, and nuevo, lista, buscar.json, . and .. are words of addresses',
}

export const customerColumns = {
  code,
  name: needed(text),
  nickname: text,
  id_type: name,
  id_number: name,
  company: whole(1, 5, 1),
  email: list(isEmail, 'an e-mail address'),
  phone: list(isPhone, 'a phone number of 5 digits or more'),
  fiscal_address: text,
  address: text,
  city: text,
  postal_code: text,
  lat: latitude,
  lng: longitude,
  start_date: day,
  status: text,
  free: flag(0),
  blockable: flag(1),
  prenotice: flag(1),
  prenotice_from: whole(1, 31, null),
  prenotice_to: whole(1, 31, null),
  payment_method: text,
  collector: text,
  contract_type: text,
  contract_expires: day,
  extra1: text,
  extra2: text,
  customer_type: text,
  street1: text,
  street2: text,
  contact: text,
  payment_code: text,
  salesperson: text,
  till: text,
  contract_signed: flag(0),
  activity: text,
  portal_password: secret,
}

export type CustomerColumns = typeof customerColumns

/** Columns that are fields by themselves; id numbers, contacts and the password have rules of their own. */
export const CUSTOMER_FIELDS = {
  name: 'name',
  nickname: 'nickname',
  company: 'company',
  fiscal_address: 'fiscalAddress',
  address: 'address',
  city: 'city',
  postal_code: 'postalCode',
  lat: 'lat',
  lng: 'lng',
  start_date: 'startOn',
  status: 'status',
  free: 'free',
  blockable: 'blockable',
  prenotice: 'prenotice',
  prenotice_from: 'prenoticeFrom',
  prenotice_to: 'prenoticeTo',
  payment_method: 'paymentMethod',
  collector: 'collector',
  contract_type: 'contractType',
  contract_expires: 'contractExpiresOn',
  extra1: 'extra1',
  extra2: 'extra2',
  customer_type: 'customerType',
  street1: 'street1',
  street2: 'street2',
  contact: 'contact',
  payment_code: 'paymentCode',
  salesperson: 'salesperson',
  till: 'till',
  contract_signed: 'contractSigned',
  activity: 'activity',
} as const satisfies Partial<Record<keyof CustomerColumns, keyof CustomerFields>>

/** What a customer is of whom a file says no more than that he is there. */
export const NEW_CUSTOMER: Omit<CustomerFields, 'code' | 'createdAt'> = {
  name: '',
  nickname: null,
  customerType: null,
  idType: null,
  idNumber: NO_ID_NUMBER,
  company: 1,
  fiscalAddress: null,
  address: null,
  street1: null,
  street2: null,
  city: null,
  postalCode: null,
  lat: null,
  lng: null,
  startOn: null,
  status: null,
  free: 0,
  blockable: 1,
  prenotice: 1,
  prenoticeFrom: null,
  prenoticeTo: null,
  paymentMethod: null,
  paymentCode: null,
  collector: null,
  salesperson: null,
  till: null,
  contact: null,
  contractType: null,
  contractSigned: 0,
  contractExpiresOn: null,
  activity: null,
  extra1: null,
  extra2: null,
}
