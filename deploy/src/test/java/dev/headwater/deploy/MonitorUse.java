package dev.headwater.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.MonitorInstruction;

/** Finds {@code synchronized} blocks, of which ArchUnit sees nothing. */
final class MonitorUse {
    private MonitorUse() {}

    static boolean isIn(JavaClass type) {
        return ClassFile.of().parse(bytesOf(type)).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .anyMatch(MonitorInstruction.class::isInstance);
    }

    private static byte[] bytesOf(JavaClass type) {
        try (var bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
