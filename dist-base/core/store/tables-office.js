// The row types of what the office keeps of customers: internal notes, files, and the lists that fields are chosen from.
export {};
