insert into item (name, description, stock, full_stock) values
	('apple', 'A red apple', 1000, 1000),
	('bread', 'A loaf of rye bread', 200, 200),
	('cheese', 'A wheel of mountain cheese', 20, 20),
	('moonrock', 'A piece of the moon, which no partner sells', 1, 1),
	('tea', 'A tin of black tea', 300, 300);
