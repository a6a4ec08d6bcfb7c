/** The end of an address that narrows the list to this firm. */
export const withFirm = (id?: string) => (id ? `?firm=${encodeURIComponent(id)}` : '');
