package dev.starling.node.net.link;

/**
 * Names a link for as long as the process runs; never used again after the link is down.
 *
 * @param value counts up from 1
 */
public record LinkId(long value) {
    @Override
    public String toString() {
        return "link-" + value;
    }
}
