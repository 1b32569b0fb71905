// The ISP's terms as the rules need them: his zone, his policy, his limits. Today's terms judge the past too.
export {};
