export { BlockList } from './block-list.tsx';
export { countries } from './countries.ts';
export { ProfileForm } from './profile-form.tsx';
