export { BlockList } from './block-list.tsx';
export { countries } from './countries.ts';
export { ForgetMe } from './forget-me.tsx';
export { ProfileForm } from './profile-form.tsx';
