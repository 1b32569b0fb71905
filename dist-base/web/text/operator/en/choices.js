// The lists that fields of customers are chosen from: statuses and postal codes.
export const choices = {
    statuses: {
        title: 'Statuses',
        lead: 'Administrative statuses of customers. A change of status never cuts or enables.',
        name: 'Status',
        added: (name) => `${name} was added.`,
        none: 'There are no statuses yet.',
    },
    postalCodes: {
        title: 'Postal codes',
        lead: 'The postal code of a customer is chosen from this table. Codes of your own are as good. While it is empty, any is taken.',
        code: 'Code',
        place: 'Place',
        added: (name) => `${name} was added.`,
        none: 'There are no postal codes yet.',
    },
    add: 'Add',
    save: 'Save',
    remove: 'Remove',
    renamed: (name, customers) => customers === 0
        ? `${name} was saved.`
        : customers === 1
            ? `${name} was saved, for 1 customer too.`
            : `${name} was saved, for ${customers} customers too.`,
    removed: (name) => `${name} was removed. Customers who have it keep it.`,
    gone: 'It was not on the list any more.',
    new: 'New',
    change: (name) => `Change ${name}`,
    counted: (count) => (count === 1 ? '1 on the list' : `${count} on the list`),
    mistakes: {
        text: 'From 1 to 100 characters on one line.',
        taken: 'It is on the list already.',
    },
};
