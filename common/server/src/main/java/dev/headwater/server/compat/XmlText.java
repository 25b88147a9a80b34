package dev.headwater.server.compat;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document as it is written. Confined to one thread. */
final class XmlText {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    XmlText() {
        try {
            xml = FACTORY.createXMLStreamWriter(text);
            xml.writeStartDocument("utf-8", "1.0");
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // the text is in memory
        }
    }

    void element(String name, Runnable content) {
        write(() -> xml.writeStartElement(name));
        content.run();
        write(xml::writeEndElement);
    }

    XmlText value(String name, Object value) {
        element(name, () -> write(() -> xml.writeCharacters(String.valueOf(value))));
        return this;
    }

    XmlText empty(String name) {
        write(() -> xml.writeEmptyElement(name));
        return this;
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    private static void write(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        write(xml::writeEndDocument);
        return text.toString();
    }
}
