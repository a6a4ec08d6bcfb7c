/** Popovers, which Safari has from 17 and Firefox from 125 on. */

import '@oddbird/popover-polyfill';
