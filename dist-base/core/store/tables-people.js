// Who works with the program: people, their roles, and the browsers that they are logged in with.
export {};
