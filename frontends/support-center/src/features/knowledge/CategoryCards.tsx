import type { CategoryRead } from '@deskbell/api';
import { Link } from '@tanstack/react-router';

/** Categories side by side. */
export function CategoryCards({ categories }: { categories: CategoryRead[] }) {
  return (
    <ul className="sc-ways">
      {categories.map(({ id, name, slug, description }) => (
        <li key={id}>
          <Link to="/categories/$slug" params={{ slug }} className="sc-way">
            <strong>{name}</strong>
            <span>{description}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
