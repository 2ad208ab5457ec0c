"""What `boilerplate.structure` judges a page by as a whole: numbers for the trees, menus, labels, the foot, lists that stay."""
