package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * The members that the methods of a class refer to. Immutable once the class is read.
 */
final class MemberReferences {

	private final Map<String, List<Reference>> byMethod = new HashMap<>();

	private final Set<String> enclosing = new HashSet<>();

	private MemberReferences() {
	}

	static MemberReferences read(ClassReader reader) {
		MemberReferences references = new MemberReferences();
		reader.accept(references.new Classes(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return references;
	}

	List<Reference> of(Method method) {
		return this.byMethod.getOrDefault(method.getName() + Type.getMethodDescriptor(method), List.of());
	}

	/**
	 * Returns a referenced member of other classes. An inner class of an owner does not
	 * count as another class, because it refers to the object that created it.
	 * @param owners internal names of classes
	 * @param members fields by their name, methods by name and descriptor
	 * @return the member, or {@code null} if there is none
	 */
	@Nullable String use(Set<String> owners, Set<String> members) {
		if (owners.stream().anyMatch(this.enclosing::contains)) {
			return null;
		}
		for (List<Reference> references : this.byMethod.values()) {
			for (Reference reference : references) {
				if (owners.contains(reference.owner()) && members.contains(reference.member())) {
					return reference.member();
				}
			}
		}
		return null;
	}

	/**
	 * A reference.
	 *
	 * @param opcode instruction
	 * @param owner internal name of the class in the reference
	 * @param member name of a field, or name and descriptor of a method
	 */
	record Reference(int opcode, String owner, String member) {

		/** The use of a lock, which has no name. */
		static final Reference LOCK = new Reference(Opcodes.MONITORENTER, "", "");

		/**
		 * Returns whether the reference is to a field of one of the owners, an inner
		 * object of theirs, or a lock.
		 */
		boolean isState(Set<String> owners) {
			return switch (this.opcode) {
				case Opcodes.MONITORENTER -> true;
				case Opcodes.GETFIELD, Opcodes.PUTFIELD -> owners.contains(this.owner);
				default -> owners.stream().anyMatch((owner) -> this.member.startsWith("<init>(L" + owner + ";"));
			};
		}

		boolean isSuper() {
			return this.opcode == Opcodes.INVOKESPECIAL && !this.member.startsWith("<init>");
		}

	}

	private final class Classes extends ClassVisitor {

		Classes() {
			super(SpringAsmInfo.ASM_VERSION);
		}

		@Override
		public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
				@Nullable Object value) {
			if (name.startsWith("this$")) {
				MemberReferences.this.enclosing.add(Type.getType(descriptor).getInternalName());
			}
			return null;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			List<Reference> references = new ArrayList<>();
			if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
				references.add(Reference.LOCK);
			}
			MemberReferences.this.byMethod.put(name + descriptor, references);
			return new Methods(references);
		}

	}

	private static final class Methods extends MethodVisitor {

		private final List<Reference> references;

		Methods(List<Reference> references) {
			super(SpringAsmInfo.ASM_VERSION);
			this.references = references;
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			if (opcode != Opcodes.GETSTATIC && opcode != Opcodes.PUTSTATIC) {
				this.references.add(new Reference(opcode, owner, name));
			}
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (opcode != Opcodes.INVOKESTATIC) {
				this.references.add(new Reference(opcode, owner, name + descriptor));
			}
		}

		// A lambda, or a reference to a method.
		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			for (Object argument : arguments) {
				if (argument instanceof Handle handle && handle.getTag() != Opcodes.H_INVOKESTATIC) {
					this.references.add(new Reference(Opcodes.INVOKEVIRTUAL, handle.getOwner(),
							handle.getName() + handle.getDesc()));
				}
			}
		}

		@Override
		public void visitInsn(int opcode) {
			if (opcode == Opcodes.MONITORENTER) {
				this.references.add(Reference.LOCK);
			}
		}

	}

}
