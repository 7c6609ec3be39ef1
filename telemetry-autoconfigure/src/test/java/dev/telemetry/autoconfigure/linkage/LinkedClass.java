package dev.telemetry.autoconfigure.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/**
 * A class as it is seen by those that are linked to it.
 */
final class LinkedClass extends ClassVisitor {

	private static final String DEPRECATED = "Ljava/lang/Deprecated;";

	private final List<String> supertypes = new ArrayList<>();

	private final Map<String, Integer> members = new HashMap<>();

	private final Set<String> deprecated = new HashSet<>();

	private int access;

	private boolean isDeprecated;

	private LinkedClass() {
		super(SpringAsmInfo.ASM_VERSION);
	}

	static LinkedClass read(InputStream file) throws IOException {
		LinkedClass read = new LinkedClass();
		new ClassReader(file).accept(read, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
		return read;
	}

	/** What it inherits from, the class first. */
	List<String> supertypes() {
		return this.supertypes;
	}

	/** Names and descriptors of what it declares, with the modifiers. */
	Map<String, Integer> members() {
		return this.members;
	}

	boolean isAbstract() {
		return (this.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) != 0;
	}

	boolean isDeprecated() {
		return this.isDeprecated;
	}

	boolean isDeprecated(String member) {
		return this.deprecated.contains(member);
	}

	@Override
	public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
			String[] interfaces) {
		this.access = access;
		if (superName != null) {
			this.supertypes.add(superName);
		}
		this.supertypes.addAll(List.of(interfaces));
	}

	@Override
	public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
		this.isDeprecated |= DEPRECATED.equals(descriptor);
		return null;
	}

	@Override
	public FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
			@Nullable Object value) {
		this.members.put(name + descriptor, access);
		return new FieldVisitor(this.api) {

			@Override
			public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
				return LinkedClass.this.annotated(name + descriptor, annotation);
			}

		};
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		this.members.put(name + descriptor, access);
		return new MethodVisitor(this.api) {

			@Override
			public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
				return LinkedClass.this.annotated(name + descriptor, annotation);
			}

		};
	}

	private @Nullable AnnotationVisitor annotated(String member, String annotation) {
		if (DEPRECATED.equals(annotation)) {
			this.deprecated.add(member);
		}
		return null;
	}

}
