package dev.telemetry.autoconfigure.linkage;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a class file names.
 *
 * @param types types in code, descriptors, signatures and annotations, as
 * {@code java/lang/String}
 * @param members methods and fields in code
 * @param texts all texts, those of annotations included
 */
record ConstantPool(Set<String> types, Set<Member> members, Set<String> texts) {

	private static final Pattern DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

	// The numbers of the kinds and what belongs to them are in chapter 4.4 of the
	// specification of the JVM.
	static ConstantPool read(InputStream file) throws IOException {
		DataInputStream in = new DataInputStream(file);
		in.skipNBytes(2 * Integer.BYTES);
		int count = in.readUnsignedShort();
		String[] texts = new String[count];
		int[] tags = new int[count];
		int[] first = new int[count];
		int[] second = new int[count];
		for (int i = 1; i < count; i++) {
			tags[i] = in.readUnsignedByte();
			switch (tags[i]) {
				case 1 -> {
					texts[i] = in.readUTF();
				}
				case 7, 8, 16, 19, 20 -> {
					first[i] = in.readUnsignedShort();
				}
				case 9, 10, 11, 12, 17, 18 -> {
					first[i] = in.readUnsignedShort();
					second[i] = in.readUnsignedShort();
				}
				case 15 -> in.skipNBytes(3);
				case 3, 4 -> in.skipNBytes(Integer.BYTES);
				case 5, 6 -> {
					in.skipNBytes(Long.BYTES);
					i++;
				}
				default -> throw new IOException("Unknown constant " + tags[i]);
			}
		}
		return of(texts, tags, first, second);
	}

	private static ConstantPool of(String[] texts, int[] tags, int[] first, int[] second) {
		ConstantPool pool = new ConstantPool(new TreeSet<>(), new HashSet<>(), new HashSet<>());
		for (int i = 1; i < texts.length; i++) {
			switch (tags[i]) {
				case 1 -> pool.addText(texts[i]);
				case 7 -> pool.addType(texts[first[i]]);
				case 9, 10, 11 -> {
					int nameAndType = second[i];
					pool.members
						.add(new Member(texts[first[first[i]]], texts[first[nameAndType]], texts[second[nameAndType]]));
				}
				default -> {
				}
			}
		}
		return pool;
	}

	private void addText(String text) {
		this.texts.add(text);
		Matcher descriptor = DESCRIPTOR.matcher(text);
		while (descriptor.find()) {
			addType(descriptor.group(1));
		}
	}

	// The type of an array is a descriptor, which is among the texts.
	private void addType(String type) {
		if (!type.startsWith("[") && type.indexOf('/') > 0) {
			this.types.add(type);
		}
	}

	/**
	 * A method or field.
	 *
	 * @param owner type by which it is named, which may inherit it
	 * @param name its name
	 * @param descriptor its parameters and type
	 */
	record Member(String owner, String name, String descriptor) {

		String signature() {
			return this.name + this.descriptor;
		}

		@Override
		public String toString() {
			return this.owner.replace('/', '.') + "." + signature();
		}

	}

}
