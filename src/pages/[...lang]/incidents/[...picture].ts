import { picturePaths, type PictureRoute, printPicture } from '../../../page.ts';

export { picturePaths as getStaticPaths };

export const GET = async ({ props }: PictureRoute) => new Response(await printPicture(props));
