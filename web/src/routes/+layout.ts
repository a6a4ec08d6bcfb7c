// One page for all addresses: the gateway serves files, and everything a person sees comes by /v1.
export const ssr = false;
export const prerender = false;
