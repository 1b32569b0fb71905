// The catalogue of everything that is read in a browser: one type, one file a language. A sentence with values in it is a
// function, so that no language has to follow the order of another. Values come in formatted (`format.ts`).

export interface Text {
  /** For `lang` and `Intl`. */
  lang: string
  /** Monday first. */
  weekdays: readonly string[]
  months: readonly string[]
  day(weekday: string, number: number, month: string): string
  states: { served: string; cut: string; promise: string }
  notice: NoticeText
}

/** The notice page: before a cut, in it, and for whoever else is sent there. */
export interface NoticeText {
  /** Stands for the ISP's name where none is set. */
  yourProvider: string
  headings: {
    owes: string
    overdue: string
    cut: string
    suspended: string
    returning: string
    served: string
    unknown: string
  }
  /** Above the customer's name. */
  account(code: string): string
  total: string
  toReturn: string
  overdue: string
  coming: string
  dueOn(day: string): string
  wasDueOn(day: string): string
  cutOn(day: string, hour: string): string
  cutAnyTime: string
  returnsByItself: string
  alreadyPaid: string
  suspended: string
  returning: string
  served: string
  servedOwing(amount: string): string
  promised(day: string): string
  unknown: string
  /** Of a notice at an address that may be in other hands by now: nothing of anybody. */
  noticed: string
  howToPay: string
  online: string
  payNow: string
  portal: string
  openPortal: string
  transfer: string
  counter: string
  askHow: string
  sayCode(code: string): string
  contact: string
  goOn: string
  goOnHint(seconds: number): string
  tryAgain: string
  asksNothing: string
}
