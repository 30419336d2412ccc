export function findPython(): { python: string } | { missing: string };
