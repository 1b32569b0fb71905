// What people keep of their lists, and what the ISP prints by.
export {};
